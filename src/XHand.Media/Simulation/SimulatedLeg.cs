using XHand.Loop;

namespace XHand.Media.Simulation;

/// <summary>A leg of the simulated engine: what the real one would be doing for it now.</summary>
internal sealed class SimulatedLeg(MediaLeg leg, int port)
{
    public MediaLeg Leg { get; set; } = leg;

    public int Port { get; } = port;

    public SetRemote? Remote { get; set; }

    public SimulatedLeg? Other { get; set; }

    public Tone? Tone { get; set; }

    public long? PlayId { get; set; }

    public ILoopTimer? PlayTimer { get; set; }

    /// <summary>When the bridge began, in ticks of the loop's monotonic clock.</summary>
    public long BridgedAt { get; set; }

    public long Packets { get; set; }
}
