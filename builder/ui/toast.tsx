import { Button } from 'antd';
import { useEffect } from 'react';
import { create } from 'zustand';
import './toast.css';

interface Toast {
  words: string;
  action?: { label: string; run: () => void };
  id: number;
}
const useToast = create<{ toast?: Toast }>(() => ({}));
let count = 0;

/** Says what just happened and offers one way back, for ten seconds. */
export function showToast(words: string, action?: Toast['action']): void {
  count += 1;
  useToast.setState({ toast: { words, action, id: count } });
}

const seconds = 10;

export function ToastPlace() {
  const { toast } = useToast();
  useEffect(() => {
    if (!toast) return undefined;
    const timer = setTimeout(() => useToast.setState({ toast: undefined }), seconds * 1000);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div className="toast-place" role="status" aria-live="polite">
      {toast && (
        <div className="toast" key={toast.id}>
          <span>{toast.words}</span>
          {toast.action && (
            <Button
              size="small"
              type="link"
              onClick={() => {
                toast.action?.run();
                useToast.setState({ toast: undefined });
              }}
            >
              {toast.action.label}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
