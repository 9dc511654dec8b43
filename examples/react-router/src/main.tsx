import { AntomProvider } from 'antom-checkout-controller/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { checkout } from './checkout';
import { FormView } from './views/form-view';
import { Layout } from './views/layout';
import { PopupView } from './views/popup-view';
import { ResultView } from './views/result-view';

const router = createBrowserRouter([
  {
    element: <Layout />,
    children: [
      { path: '/', element: <PopupView /> },
      { path: '/form', element: <FormView /> },
      { path: '/result', element: <ResultView /> },
    ],
  },
]);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <AntomProvider checkout={checkout}>
      <RouterProvider router={router} />
    </AntomProvider>
  </StrictMode>,
);
