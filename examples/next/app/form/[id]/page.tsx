import { pageOrder } from '../../../server/page-order';
import { nameOf } from '../../../server/orders';
import { PayForm } from './pay-form';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const order = await pageOrder((await params).id);
  return (
    <main>
      <h1>Choose how to pay</h1>
      {order.paid ? <p>This order is paid.</p> : <PayForm order={nameOf(order)} />}
    </main>
  );
}
