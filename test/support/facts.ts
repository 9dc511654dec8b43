/** What an attempt knows while a popup is open and nothing has happened. */
import type { Facts } from '../../src/outcome/input';

export const OPEN: Facts = {
  submitted: true,
  inline: false,
  settled: true,
  redirecting: false,
  provisional: false,
  approvalIsLast: false,
  sessionGood: true,
};
