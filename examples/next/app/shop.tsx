'use client';
import { AntomProvider } from 'antom-checkout-controller/react';
import type { ReactNode } from 'react';
import { checkout } from '../lib/checkout';

/** A client component, since a server cannot hand a controller to the browser. */
export function Shop({ children }: { children: ReactNode }) {
  return <AntomProvider checkout={checkout}>{children}</AntomProvider>;
}
