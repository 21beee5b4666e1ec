using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace XHand.Host.Serving;

/// <summary>Tells systemd how the service is (sd_notify(3)): one datagram a message. Does nothing when systemd did not ask.</summary>
internal sealed class ServiceNotifier(string? socketPath, TimeSpan? watchdog)
{
    /// <summary>From the environment that systemd sets.</summary>
    public static ServiceNotifier FromEnvironment()
    {
        // WATCHDOG_PID names the process that is to answer; a parent's watchdog is not ours.
        string? process = Environment.GetEnvironmentVariable("WATCHDOG_PID");
        bool isOurs = process is null || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        string? microseconds = Environment.GetEnvironmentVariable("WATCHDOG_USEC");
        return new(
            Environment.GetEnvironmentVariable("NOTIFY_SOCKET"),
            isOurs && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count > 0
                ? TimeSpan.FromMicroseconds(count)
                : null);
    }

    /// <summary>Within this, systemd wants a sign of life; null when it does not.</summary>
    public TimeSpan? Watchdog => socketPath is null ? null : watchdog;

    /// <summary>Serves from now on.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    /// <summary>Began to stop; it may take as long as <paramref name="limit"/>.</summary>
    public void Stopping(string status, TimeSpan limit) =>
        Send(string.Create(CultureInfo.InvariantCulture, $"STOPPING=1\nEXTEND_TIMEOUT_USEC={(long)limit.TotalMicroseconds}\nSTATUS={status}"));

    /// <summary>Starting takes longer than usual, up to <paramref name="more"/> from now.</summary>
    public void StillStarting(string status, TimeSpan more) =>
        Send(string.Create(CultureInfo.InvariantCulture, $"EXTEND_TIMEOUT_USEC={(long)more.TotalMicroseconds}\nSTATUS={status}"));

    /// <summary>Alive.</summary>
    public void SignOfLife() => Send("WATCHDOG=1");

    private void Send(string message)
    {
        if (socketPath is null)
        {
            return;
        }

        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            // A leading @ stands for the NUL of an abstract address.
            socket.SendTo(Encoding.UTF8.GetBytes(message), new UnixDomainSocketEndPoint(socketPath[0] == '@' ? "\0" + socketPath[1..] : socketPath));
        }
        catch (SocketException)
        {
            // Whoever supervises us has gone; the service itself is none the worse.
        }
    }
}
