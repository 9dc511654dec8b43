import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { addOrder } from '../server/orders';

export default function Page() {
  return (
    <main>
      <h1>A book, HKD 199.00</h1>
      <form action={buy}>
        <button name="way" value="popup">
          Buy, and pay by AlipayHK
        </button>
        <button name="way" value="form">
          Buy, and choose how to pay
        </button>
      </form>
    </main>
  );
}

async function buy(form: FormData): Promise<never> {
  'use server';
  const jar = await cookies();
  const buyer = jar.get('buyer')?.value ?? crypto.randomUUID();
  // `lax`: the buyer comes back from the payment method's site with it.
  jar.set('buyer', buyer, { httpOnly: true, sameSite: 'lax' });
  const isForm = form.get('way') === 'form';
  redirect(`/${isForm ? 'form' : 'popup'}/${addOrder(buyer, isForm ? null : 'ALIPAY_HK').id}`);
}
