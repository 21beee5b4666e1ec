import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** Says in a corner of the screen that something was done or failed, in the language of the moment. */
export function notify(message: string, color: 'petrol' | 'red' = 'petrol'): void {
  notifications.show({ message, color, withBorder: true, closeButtonProps: { 'aria-label': i18next.t('action.close') } });
}
