using Microsoft.Extensions.Logging;

namespace XHand.Calls;

/// <summary>What calls say to the log.</summary>
internal static partial class CallsLog
{
    [LoggerMessage(2001, LogLevel.Error, "Flow {Flow} of call {CallId} failed")]
    public static partial void FlowFailed(ILogger logger, string flow, Guid callId, Exception exception);

    [LoggerMessage(2002, LogLevel.Debug, "Call {CallId} from {From} to {Dialled} ended: {Result}, by {EndedBy}, SIP {SipStatus}, talked {TalkMs} ms")]
    public static partial void CallEnded(ILogger logger, Guid callId, string from, string dialled, string result, string endedBy, int sipStatus, long talkMs);
}
