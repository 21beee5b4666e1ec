import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { applyStoredColorScheme } from './app/colorScheme';
import { styleNonce } from './app/styleNonce';
import { startTexts } from './i18n';
import { watchPresence } from './shared/api/presence';

applyStoredColorScheme();
watchPresence(window);

// The scroll lock of dialogs makes a style element of its own and asks for its nonce by this name.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce();

const root = document.getElementById('root');
if (root) {
  startTexts().then(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}
