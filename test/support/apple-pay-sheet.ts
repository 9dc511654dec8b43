/** The browser's ApplePaySession, which no test browser has: it notes what it is asked for, and the test is the buyer. */
export class StubSheet {
  static readonly STATUS_SUCCESS = 0;
  static readonly STATUS_FAILURE = 1;
  static canMakePayments(): boolean {
    return true;
  }
  static supportsVersion(): boolean {
    return true;
  }
  static opened: StubSheet[] = [];
  readonly calls: string[] = [];
  onvalidatemerchant: ((event: unknown) => void) | null = null;
  onpaymentauthorized: ((event: unknown) => void) | null = null;
  oncancel: (() => void) | null = null;
  constructor() {
    StubSheet.opened.push(this);
  }
  begin(): void {
    this.calls.push('begin');
  }
  abort(): void {
    this.calls.push('abort');
  }
  completeMerchantValidation(): void {
    this.calls.push('completeMerchantValidation');
  }
  completePayment(status: unknown): void {
    this.calls.push(`completePayment ${String(status)}`);
  }
}
