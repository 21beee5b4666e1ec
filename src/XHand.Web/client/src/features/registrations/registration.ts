/** A registered phone, as the topic "registrations" and GET /registrations show it. */
export interface Registration {
  number: string;
  contact: string;
  source: string;
  protocol: string;
  userAgent: string;
  registeredAt: string;
  expiresAt: string;
}
