using System.Text.Json;

namespace XHand.Judge.Rig;

/// <summary>What the daemon says of itself on its command line.</summary>
internal static class DaemonView
{
    /// <summary>Registered phones, and pairs of RTP ports in use.</summary>
    public static async Task<(int Registrations, int Ports)> OfAsync(JudgedDaemon daemon)
    {
        using JsonDocument status = JsonDocument.Parse(await daemon.XhandAsync("status", "--json"));
        return (status.RootElement.GetProperty("registrations").GetInt32(), status.RootElement.GetProperty("mediaPortsTaken").GetInt32());
    }
}
