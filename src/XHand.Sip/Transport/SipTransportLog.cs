using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace XHand.Sip.Transport;

/// <summary>Log lines of the transports. Nothing is logged per message.</summary>
internal static partial class SipTransportLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Listening for SIP on {Protocol} {Address}")]
    public static partial void Listening(ILogger log, SipProtocol protocol, IPEndPoint address);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Receiving on {Address} fails again and again: {Error}")]
    public static partial void ReceiveFails(ILogger log, IPEndPoint address, SocketError error);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "A message received on {Protocol} {Address} was dropped by a fault of ours")]
    public static partial void MessageFault(ILogger log, Exception exception, string protocol, IPEndPoint address);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning, Message = "Accepting connections on {Address} fails: {Error}")]
    public static partial void AcceptFails(ILogger log, IPEndPoint address, SocketError error);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Debug, Message = "Connection {Connection} with {Remote} closed: {Reason}")]
    public static partial void ConnectionClosed(ILogger log, long connection, IPEndPoint remote, string reason);

    [LoggerMessage(EventId = 2006, Level = LogLevel.Error, Message = "Looking for idle connections failed by a fault of ours")]
    public static partial void SweepFault(ILogger log, Exception exception);
}
