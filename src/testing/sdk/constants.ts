/**
 * The constants that the SDK exports beside its classes. A page that reads a code from one of them finds it here too.
 *
 * `A B=c` is `{ A: 'A', B: 'c' }`.
 */
import type { SdkVersion } from './ams-checkout';

type Table = Readonly<Record<string, string>>;

const BOTH: Table = {
  PaymentAmountEnum: 'USD',
  PaypalMethodEnum: 'PAYPAL_CHECKOUT PAYPAL_VAULT PAYPAL_PAYLATER',
  ProductSceneVersion: 'V1=1.0 V2=2.0',
  RedirectType: 'ApplinkUrl SchemeUrl NormalUrl Unknown',
  checkoutDisplayEnum: 'horizon vertical',
  errorEnum:
    'PARAMS TIMEOUT NETWORK SYSTEM LOGIN GATEWAY VALIDATION TAOBAOBINDALIPAY REGISTERWALLET NOALIPAYID TRUSTLOGINERROR SIGNIN GETSIGNPARAMSERROR',
  localeEnum: 'en-US',
  modeEnum: 'dropin component',
  networkModeEnum: 'proxy session',
  osTypeEnum: 'IOS ANDROID ELSE',
  payPalConfigurationIntentEnum: 'intent capture',
  redirectTypeEnum: 'UNSAFE_BROWSER SAFETY_BROWSER INVOKE_SDK',
  terminalTypeEnum: 'WEB WAP APP MINI_APP',
};

const ONLY: Readonly<Record<SdkVersion, Table>> = {
  '1.47.2': {
    ComponentSignEnum:
      'EASY_PAY_WALLET EASY_PAY_APM CASHIER_PAYMENT_CARD CASHIER_PAYMENT_BANK CASHIER_PAYMENT_APM AUTO_DEBIT_WALLET AUTO_DEBIT_PAY_WALLET NONE VAULTING_CARD CHECKOUT_PAYMENT ELEMENT_PAYMENT=ELEMENT_PAYMENT_ALL ELEMENT_ADDRESS=ELEMENT_ADDRESS_ALL AUTO_DEBIT_APM',
    ComponentSignEnumV2: 'ELEMENT_PAYMENT=ELEMENT_PAYMENT_ALL ELEMENT_ADDRESS=ELEMENT_ADDRESS_ALL',
    ConnectErrorCode: 'RISK_REJECT USER_AUTH_VERIFICATION_FAILED USER_NOT_EXISTS',
    DisplayTypeEnum: 'popup inline',
    ElementType: 'auth address payment',
    EnvironmentEnum: 'sandbox prod light_sandbox',
    EventLoggingEventId: 'OnlyClose LeaveAnyWay ContinuePaying',
    InterActionTypeEnum: 'COLLECT_REDIRECT SHOW_CODE COLLECT_SHOW_CODE REDIRECT',
    MessageName: 'SDK_TO_APP APP_TO_SDK APP_TO_APP',
    PaymentElementLayout: 'Tabs=tabs Accordion',
    PaymentMethodCategoryTypeEnum: 'CARD WALLET BANK APM ALL',
    PlatformEnum: 'desktop mobile',
    ProductSceneEnum:
      'EASY_PAY CASHIER_PAYMENT AUTO_DEBIT AUTO_DEBIT_PAY VAULTING FLASH_BUY CARD_APPLE_PAY ELEMENT_PAYMENT ELEMENT_ADDRESS CHECKOUT_PAYMENT',
    RiskSdkInfoEnum: 'NEED=need NO_NEED=noneed',
    TargetEnum: 'BLANK=_blank SELF=_self REPLACE=_replace',
    ThemeType:
      'NostalgicGray=nostalgicGray Default=default Night=night CherryBlossomPink=cherryBlossomPink GamingPurple=gamingPurple AgateGreen=agateGreen',
    eventCodeEnum:
      'SDK_START_OF_LOADING SDK_END_OF_LOADING SDK_INTERNAL_ERROR SDK_CREATEPAYMENT_PARAMETER_ERROR SDK_INIT_PARAMETER_ERROR SDK_CREATECOMPONENT_ERROR SDK_LAUNCH_PAYMENT_APP_ERROR SDK_CALL_URL_SUCCESS SDK_CALL_URL_ERROR SDK_PAYMENT_SUCCESSFUL SDK_PAYMENT_FAIL SDK_PAYMENT_ERROR SDK_PAYMENT_CANCEL SDK_PAYMENT_PROCESSING SDK_PAYMENT_WARN SDK_PAYMENT_SHIPPINGCHANGE SDK_PAYMENT_APPROVE SDK_REDIRECT',
  },
  '1.12.0': {
    componentSignEnum: 'EASY_PAY_WALLET CASHIER_PAYMENT_CARD CASHIER_PAYMENT_BANK CASHIER_PAYMENT_APM AUTO_DEBIT_WALLET NONE VAULTING_CARD',
    environmentEnum: 'sandbox prod light_sandbox',
    eventCodeEnum:
      'SDK_START_OF_LOADING SDK_END_OF_LOADING SDK_INTERNAL_ERROR SDK_CREATEPAYMENT_PARAMETER_ERROR SDK_INIT_PARAMETER_ERROR SDK_CREATECOMPONENT_ERROR SDK_CALL_URL_ERROR SDK_CALL_URL_SUCCESS SDK_PAYMENT_SUCCESSFUL SDK_PAYMENT_FAIL SDK_PAYMENT_ERROR SDK_PAYMENT_CANCEL SDK_PAYMENT_PROCESSING SDK_PAYMENT_WARN SDK_PAYMENT_SHIPPINGCHANGE SDK_PAYMENT_APPROVE',
    messageName: 'SDK_TO_APP APP_TO_SDK APP_TO_APP',
    paymentMethodCategoryTypeEnum: 'CARD WALLET BANK APM',
    platformEnum: 'desktop mobile',
    productSceneEnum: 'EASY_PAY CASHIER_PAYMENT AUTO_DEBIT VAULTING FLASH_BUY CARD_APPLE_PAY',
    renderDisplayTypeEnum: 'popup inline',
    targetEnum: 'BLANK=_blank SELF=_self REPLACE=_replace',
  },
};

/** By their names, as the module has them. */
export function constantsOf(version: SdkVersion): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const constants: Record<string, Readonly<Record<string, string>>> = {};
  for (const table of [BOTH, ONLY[version]]) for (const name of Object.keys(table)) constants[name] = read(table[name] ?? '');
  return constants;
}

function read(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const word of text.split(' ')) {
    const [name = '', value = name] = word.split('=');
    values[name] = value;
  }
  return values;
}
