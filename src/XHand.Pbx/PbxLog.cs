using System.Net;
using Microsoft.Extensions.Logging;

namespace XHand.Pbx;

/// <summary>What the exchange says to the log.</summary>
internal static partial class PbxLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Wrong credentials in a {Method} from {Source} for company {Company}; {Failures} from there so far")]
    public static partial void WrongPassword(ILogger logger, string method, IPEndPoint source, string company, int failures);

    [LoggerMessage(3002, LogLevel.Information, "Took over {Contacts} registered phones and ended {Calls} calls that an earlier process had left open")]
    public static partial void Recovered(ILogger logger, int contacts, int calls);
}
