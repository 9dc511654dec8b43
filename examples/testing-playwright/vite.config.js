import { defineConfig } from 'vite';

export default defineConfig(({ mode }) => ({
  // A deployment to production builds with VITE_ANTOM_ENVIRONMENT=prod.
  define: { 'import.meta.env.VITE_ANTOM_ENVIRONMENT': JSON.stringify(process.env.VITE_ANTOM_ENVIRONMENT ?? 'sandbox') },
  // `vite --mode fake` has the kit in the SDK's place: a cashier of three buttons for who works on the page. `vite build` never has.
  resolve: { alias: mode === 'fake' ? { '@alipay/ams-checkout': 'antom-checkout-controller/testing/ams-checkout' } : {} },
}));
