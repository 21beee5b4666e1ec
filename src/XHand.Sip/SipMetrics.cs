using System.Diagnostics.Metrics;
using XHand.Sip.Messages;

namespace XHand.Sip;

/// <summary>The meter <c>XHand.Sip</c>: aggregates only, no label per call or address.</summary>
internal static class SipMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "XHand.Sip";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> ReceivedMessages = Meter.CreateCounter<long>("xhand.sip.messages.received", "{message}", "Messages received, by transport");
    private static readonly Counter<long> ReceivedRequests = Meter.CreateCounter<long>("xhand.sip.requests", "{request}", "Requests received, by method; \"Other\" is one that we do not know");
    private static readonly Counter<long> SentMessages = Meter.CreateCounter<long>("xhand.sip.messages.sent", "{message}", "Messages sent, by transport");
    private static readonly Counter<long> DroppedMessages = Meter.CreateCounter<long>("xhand.sip.messages.dropped", "{message}", "Messages dropped, by reason");
    private static readonly Counter<long> RefusedInvites = Meter.CreateCounter<long>("xhand.sip.invites.refused", "{message}", "INVITEs refused with 503 before any work, by reason");
    private static readonly Counter<long> SendFailures = Meter.CreateCounter<long>("xhand.sip.send.failures", "{message}", "Messages that could not be sent, by transport");
    private static readonly Counter<long> AbsorbedRequests = Meter.CreateCounter<long>("xhand.sip.retransmissions.absorbed", "{message}", "Repeated requests absorbed by a server transaction");
    private static readonly Counter<long> RepeatedMessages = Meter.CreateCounter<long>("xhand.sip.retransmits", "{message}", "Requests and responses sent again");
    private static readonly Counter<long> Timeouts = Meter.CreateCounter<long>("xhand.sip.transactions.timeouts", "{transaction}", "Transactions ended by timer B, F or H, by kind");
    private static readonly Counter<long> ServerErrors = Meter.CreateCounter<long>("xhand.sip.transactions.transport_errors", "{transaction}", "Server transactions whose flow failed");
    private static readonly UpDownCounter<int> Alive = Meter.CreateUpDownCounter<int>("xhand.sip.transactions", "{transaction}", "Transactions alive, finished ones that still absorb included, by side");
    private static readonly UpDownCounter<int> OpenConnections = Meter.CreateUpDownCounter<int>("xhand.sip.connections", "{connection}", "Stream connections open");
    private static readonly Counter<long> ClosedConnections = Meter.CreateCounter<long>("xhand.sip.connections.closed", "{connection}", "Stream connections closed, by reason");

    public static void Received(string transport) => ReceivedMessages.Add(1, new KeyValuePair<string, object?>("transport", transport));

    public static void RequestReceived(SipMethod method) =>
        ReceivedRequests.Add(1, new KeyValuePair<string, object?>("method", method == SipMethod.Other ? "Other" : SipMethodNames.NameOf(method)));

    public static void Sent(string transport) => SentMessages.Add(1, new KeyValuePair<string, object?>("transport", transport));

    public static void Dropped(string reason) => DroppedMessages.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public static void InviteRefused(string reason) => RefusedInvites.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public static void SendFailed(string transport) => SendFailures.Add(1, new KeyValuePair<string, object?>("transport", transport));

    public static void RetransmissionAbsorbed() => AbsorbedRequests.Add(1);

    public static void Retransmitted() => RepeatedMessages.Add(1);

    public static void TransactionTimedOut(string kind) => Timeouts.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public static void ServerTransportError() => ServerErrors.Add(1);

    public static void TransactionsChanged(int by, string side) => Alive.Add(by, new KeyValuePair<string, object?>("side", side));

    public static void ConnectionOpened() => OpenConnections.Add(1);

    public static void ConnectionClosed(string reason)
    {
        OpenConnections.Add(-1);
        ClosedConnections.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }
}
