export const minPasswordLength = 10;

/** What is wrong with a new password, as a key below "password" in the texts; the server checks the same and more. */
export function passwordDefect(password: string, login: string): 'tooShort' | 'isLogin' | undefined {
  if ([...password].length < minPasswordLength) {
    return 'tooShort';
  }

  return login !== '' && password.toLowerCase() === login.toLowerCase() ? 'isLogin' : undefined;
}
