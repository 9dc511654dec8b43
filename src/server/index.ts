/** What `antom-checkout-controller/server` exports. */
export { createAntom } from './create';
export type { AntomOptions } from './options';
export type { Antom, CallAntom } from './antom';
export { checkoutRoutes } from './routes';
export type { CheckoutRoutes, PaymentReport, RouteHandler, RouteHandlers } from './routes-types';
export { signature, verify } from './signature';
export type { SignedMessage } from './signature';
export { ACKNOWLEDGED } from './notification';
export type { NotificationRequest } from './incoming';
export { AntomServerError } from './errors';
export type { AntomServerErrorCode } from './errors';
export type {
  Amount,
  AgreementInfo,
  AutoDebitSessionRequest,
  Buyer,
  CancelRequest,
  CreatePaymentSessionRequest,
  CreateVaultingSessionRequest,
  EasyPaySessionRequest,
  Goods,
  InquiryPaymentRequest,
  Order,
  PaymentMethod,
  PaymentSessionRequest,
  RefundRequest,
} from './requests';
export type { AntomAnswer, AntomResult, CancelAnswer, PaymentInquiry, PaymentSession, RefundAnswer, VaultingSession } from './answers';
export type {
  AuthorizationNotification,
  Notification,
  OtherNotification,
  PaymentNotification,
  VaultingNotification,
} from './notification-types';
