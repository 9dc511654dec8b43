import { Link, Outlet } from 'react-router';

/** A link to another path ends an open popup by itself: that is what the buyer wants. */
export function Layout() {
  return (
    <>
      <nav>
        <Link to="/">Pay by AlipayHK</Link> <Link to="/form">Choose how to pay</Link>
      </nav>
      <main>
        <Outlet />
      </main>
    </>
  );
}
