using XHand.Media.Io;

namespace XHand.Media.Graph;

/// <summary>What a media loop stands on: the kernel's, or a test's.</summary>
/// <param name="Ports">Its pairs of ports.</param>
/// <param name="Watch">Who tells of readable sockets.</param>
/// <param name="Sounds">Where files come from.</param>
/// <param name="Events">The way to the switch loop.</param>
/// <param name="Released">Told of every pair that is given back.</param>
internal sealed record MediaLoopParts(PortPool Ports, ISocketWatch Watch, ISoundSource Sounds, EventOutbox Events, Action Released);
