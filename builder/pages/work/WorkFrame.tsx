import { Outlet } from 'react-router';
import { ToastPlace } from '../../ui/toast.tsx';
import './work.css';
import './assists.css';

/** Around every page of the desk: what was just done is still told when the next task stands there. */
export function WorkFrame() {
  return (
    <>
      <Outlet />
      <ToastPlace />
    </>
  );
}
