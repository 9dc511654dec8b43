export { inquiry as GET } from '../../../../server/antom';
