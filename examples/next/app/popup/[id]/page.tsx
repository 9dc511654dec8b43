import { pageOrder } from '../../../server/page-order';
import { nameOf } from '../../../server/orders';
import { PayButton } from './pay-button';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const order = await pageOrder((await params).id);
  return (
    <main>
      <h1>Pay by AlipayHK</h1>
      {order.paid ? <p>This order is paid.</p> : <PayButton order={nameOf(order)} />}
    </main>
  );
}
