using System.Globalization;
using XHand.Calls.Alarms;

namespace XHand.Host.Watching;

/// <summary>The end of the certificate that the web server shows; looked at every minute.</summary>
/// <param name="endsAt">When it ends; read again, for it is renewed while we run.</param>
/// <param name="time">Now.</param>
internal sealed class CertificateProbe(Func<DateTimeOffset> endsAt, TimeProvider time) : IAlarmProbe
{
    /// <summary>Time to renew by hand; renewal by program is done 30 days before the end.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    private const int LooksApart = 60;
    private int _looks;

    /// <inheritdoc/>
    public void Look(IAlarmBoard board)
    {
        if (_looks++ % LooksApart != 0)
        {
            return;
        }

        DateTimeOffset end = endsAt();
        DateTimeOffset now = time.GetUtcNow();
        string date = end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        board.Set(
            AlarmCodes.CertificateExpiring,
            end - now < Soon,
            () => end < now ? $"The web server's certificate ended on {date}: browsers refuse it." : $"The web server's certificate ends on {date}.");
    }
}
