import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

const PRICE = 19900;

export const useCart = defineStore('cart', () => {
  const books = ref(1);
  const total = computed(() => books.value * PRICE);
  /** A string that changes when what is paid changes: the cart, its total, and how it is to be paid. */
  const orderOf = (way: 'popup' | 'form') => `cart42:${total.value}:${way}`;
  return { books, total, orderOf };
});
