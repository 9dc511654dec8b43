interface ImportMeta {
  readonly env: { readonly VITE_ANTOM_ENVIRONMENT: 'sandbox' | 'prod' };
}
