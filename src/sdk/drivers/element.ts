/**
 * AMSElement: the Payment Element (1.47.2). It takes the session in its constructor, so there is one instance for each; the result is
 * the answer of submitPayment(), which the page calls.
 */
import { own, ownText } from '../../core/read';
import type { SdkEvent } from '../../types';
import type { Driver, DriverCall } from '../driver';
import type { SdkSignal } from '../types';
import { hasFrame, inline, isValid, watchSheet } from './inline';
import { commonOptions, eventFor, translate } from './signals';

/** 1.47.2 core/component/element. test/sdk turns red when it moves. */
interface Controller {
  readonly initTimeout?: number;
  readonly serviceMap?: { readonly EventCenter?: { destroy?(): void } };
}

export const elementDriver: Driver = {
  className: 'AMSElement',
  product: 'element',
  surface: 'inline',
  successIs: 'final',
  redirects: true,
  movesMoney: true,
  lifetime: () => 'attempt',
  ownButton: () => false,
  // Its app opens Apple Pay's sheet and submits by itself.
  wallet: () => null,
  construct: (config, emit, _hooks, { sessionData }) => ({
    ...commonOptions(config, emit),
    sessionData,
    loading: {
      onStartLoading: say(emit, 'SDK_START_OF_LOADING'),
      onEndLoading: say(emit, 'SDK_END_OF_LOADING'),
    },
  }),
  open: (instance, call) => {
    /** Of a failure the event comes first and says less than mount()'s answer. */
    let reported: unknown;
    const translation = translate(call, (event, raw) => {
      if (translation.isSettled() || (event.type !== 'setup-failed' && event.type !== 'redirect-failed')) return false;
      reported = raw;
      return true;
    });
    instance.route = translation.route;
    instance.stop = watchSheet(call);
    new Promise((resolve) => {
      resolve(inline(instance.api).mount({ ...call.params, type: 'payment' }, `#${(call.slot as HTMLElement).id}`));
    }).then((answer) => {
      const error = own(answer, 'error') ?? reported;
      if (error) translation.refused(error);
      else translation.opened();
    }, translation.refused);
  },
  close: ({ api, stop }, { env, emit }) => {
    stop();
    const { controller } = api as { controller?: Controller };
    // Its timer of 10 s speaks after destroy(), and makes the dead instance mountable (1.47.2).
    env.window.clearTimeout(controller?.initTimeout);
    try {
      inline(api).destroy();
    } finally {
      controller?.serviceMap?.EventCenter?.destroy?.();
      emit({ type: 'gone' });
    }
  },
  isShowing: hasFrame,
  submit: ({ api }, call) => {
    new Promise((resolve) => {
      resolve(inline(api).submitPayment());
    }).then(
      (answer) => {
        tell(call, answer);
      },
      (thrown: unknown) => {
        call.emit({ type: 'result', event: eventFor('SDK_PAYMENT_ERROR', thrown), untrusted: false });
      },
    );
  },
  validate: ({ api }) => Promise.resolve(api.validateFields?.()).then(isValid),
};

function say(emit: (signal: SdkSignal) => void, code: string): () => void {
  return () => {
    emit({ channel: 'event', raw: { code } });
  };
}

/** submitPayment()'s answer as the event of the same meaning. */
function tell({ emit }: DriverCall, answer: unknown): void {
  const error = own(answer, 'error');
  const code = ownText(error, 'code');
  const status = own(answer, 'status');
  if (status === 'FAIL' && code === 'UI_STATE_ERROR') {
    emit({ type: 'not-ready' });
    return;
  }
  const event = eventFor(codeOf(status, code, own(answer, 'userCanceled3D')), answer, {
    message: ownText(error, 'message'),
    result: { paymentResultCode: code, paymentResultMessage: ownText(error, 'message') },
  });
  emit({ type: event.type === 'form-invalid' ? 'event' : 'result', event, untrusted: false });
}

/** @param canceled3D the buyer closed 3-D Secure's window: Antom's own plugins ask the server then */
function codeOf(status: unknown, code: string | undefined, canceled3D: unknown): SdkEvent['code'] {
  switch (status) {
    case 'SUCCESS':
      return 'SDK_PAYMENT_SUCCESSFUL';
    case 'PROCESSING':
      return 'SDK_PAYMENT_PROCESSING';
    case 'PENDING':
      return 'SDK_PAYMENT_PENDING';
    case 'CANCELLED':
      return 'SDK_PAYMENT_CANCEL';
    case 'FAIL':
      if (code === 'FORM_INVALID') return 'SDK_FORM_VERIFICATION_FAILED';
      return canceled3D ? 'SDK_PAYMENT_ERROR' : 'SDK_PAYMENT_FAIL';
    default:
      // It was submitted, and nobody can tell what came of it.
      return 'SDK_PAYMENT_ERROR';
  }
}
