interface ImportMetaEnv {
  readonly VITE_ANTOM_ENVIRONMENT: 'sandbox' | 'prod';
}
interface ImportMeta {
  readonly env: ImportMetaEnv;
}
