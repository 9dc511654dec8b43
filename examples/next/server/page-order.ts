import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { orderOf, type Order } from './orders';

/** The order that a page is about: the visitor's own, or a 404. */
export async function pageOrder(id: string): Promise<Order> {
  const buyer = (await cookies()).get('buyer')?.value ?? null;
  return orderOf(buyer, id) ?? notFound();
}
