import { Result } from './result';

/** `order` and `paymentRequestId` are in the paymentRedirectUrl that the server has made. */
export default async function Page({ searchParams }: { searchParams: Promise<{ order?: string }> }) {
  const { order } = await searchParams;
  return (
    <main>
      <h1>Your payment</h1>
      <Result order={order} />
    </main>
  );
}
