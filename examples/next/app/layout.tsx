import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Shop } from './shop';

export const metadata: Metadata = { title: 'Checkout' };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Shop>{children}</Shop>
      </body>
    </html>
  );
}
