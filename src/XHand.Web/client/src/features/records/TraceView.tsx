export function TraceView(_: { callId: string }) {
  return null;
}
