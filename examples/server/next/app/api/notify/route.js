export { notify as POST } from '../../../../checkout.js';
