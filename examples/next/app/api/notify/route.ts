export { notify as POST } from '../../../server/antom';
