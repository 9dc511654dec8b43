export { session as POST } from '../../../../checkout.js';
