export { inquiry as GET } from '../../../../../checkout.js';
