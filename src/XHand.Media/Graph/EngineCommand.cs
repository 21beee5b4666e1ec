using XHand.Media.Io;

namespace XHand.Media.Graph;

/// <summary>What the engine itself asks of a media loop.</summary>
internal abstract record EngineCommand(MediaLeg Leg) : MediaCommand(Leg);

/// <summary>Gives a reserved pair to its leg; before any other command of that leg.</summary>
internal sealed record AttachLeg(MediaLeg Leg, PortPair Ports) : EngineCommand(Leg);

/// <summary>A leg is on its way from another loop: its commands wait for <see cref="AdoptLeg"/>.</summary>
internal sealed record ExpectLeg(MediaLeg Leg) : EngineCommand(Leg);

/// <summary>Gives the leg to another loop; <paramref name="Adopt"/> takes it there, or null when it is no more.</summary>
internal sealed record MoveLeg(MediaLeg Leg, Action<AdoptLeg> Adopt) : EngineCommand(Leg);

/// <summary>The leg from the other loop, with all its state; null when it had been closed.</summary>
internal sealed record AdoptLeg(MediaLeg Leg, LegStream? Stream) : EngineCommand(Leg);
