export { session as POST } from '../../../server/antom';
