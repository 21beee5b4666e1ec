using System.Net;
using Microsoft.Extensions.Logging;

namespace XHand.Media;

/// <summary>The log messages of the media loops: at the start and when something broke, never by packet.</summary>
internal static partial class MediaLog
{
    [LoggerMessage(3000, LogLevel.Information, "RTP on {Address}, ports {First} to {Last}, {Loops} media loops")]
    public static partial void Started(ILogger logger, IPAddress address, int first, int last, int loops);

    [LoggerMessage(3001, LogLevel.Error, "RTP port {Port} of leg {Leg} is given up")]
    public static partial void PortFailed(ILogger logger, Exception failure, int port, Guid leg);

    [LoggerMessage(3002, LogLevel.Critical, "A round of a media loop failed; it goes on")]
    public static partial void RoundFailed(ILogger logger, Exception failure);

    [LoggerMessage(3003, LogLevel.Warning, "{Pairs} pairs of RTP ports could not be bound at first: other programs have them")]
    public static partial void PortsBusy(ILogger logger, int pairs);
}
