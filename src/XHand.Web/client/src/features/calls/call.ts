/** A live call, as the topic "calls" and GET /calls show it. */
export interface Call {
  callId: string;
  from: string;
  fromName?: string;
  dialled: string;
  to: string;
  /** planning, ringing, talking, held, playing, ending. */
  state: string;
  startedAt: string;
  answeredAt?: string | null;
  direction?: string;
  trunk?: string;
  route?: string;
  tag?: string;
  legs: CallLeg[];
}

export interface CallLeg {
  legId: string;
  number: string;
  state: string;
  remoteAddress: string;
  codec: string;
}
