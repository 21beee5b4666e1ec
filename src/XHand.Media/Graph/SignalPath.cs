using System.Net;
using System.Net.Sockets;
using XHand.Media.Codecs;
using XHand.Native.Libc;

namespace XHand.Media.Graph;

/// <summary>The way of what signalling agreed into a leg's stream: where to, with which payload numbers, and from when its peer is expected to speak.</summary>
internal sealed class SignalPath(MediaSettings settings, RtcpPath rtcpPath)
{
    private readonly bool _mapsToIpv6 = settings.Address.AddressFamily == AddressFamily.InterNetworkV6;
    private readonly long _learningWindow = (long)settings.LearningWindow.TotalNanoseconds;

    /// <summary>Does what <see cref="SetRemote"/> says.</summary>
    public void Apply(LegStream leg, SetRemote set, long now)
    {
        // A new generation is a new agreement with the same peer: what was learned of it stays until it is learned anew.
        bool isNew = set.Leg.Generation != leg.Leg.Generation;
        leg.Leg = set.Leg;
        UdpAddress remote = Address(set.Remote);
        UdpAddress rtcp = Address(set.RemoteRtcp);
        bool wasExpected = leg.IsExpectedToSend;
        bool begins = isNew || (set.Receives && !leg.Receives);
        bool changesSending = set.Sends != leg.Sends || remote.IsSet != leg.Source.Destination.IsSet;
        long windowEnds = now + _learningWindow;
        leg.Source.Signal(in remote, set.Learn, Address(set.SignallingAddress is { } host ? new IPEndPoint(host, 0) : null), windowEnds);
        if (begins)
        {
            leg.Source.Reopen(windowEnds);
        }

        if (!leg.SignalledRtcp.EqualTo(in rtcp))
        {
            leg.SignalledRtcp = rtcp;
            leg.LearnedRtcp = default;
        }

        leg.Sends = set.Sends;
        leg.Receives = set.Receives;
        leg.AudioPayload = set.AudioPayloadType;
        leg.EventPayload = set.EventPayloadType ?? LegStream.NoPayload;
        leg.Law = set.Codec == "PCMU" ? G711Law.MuLaw : G711Law.ALaw;
        if (!set.Receives || !remote.IsSet)
        {
            leg.Input.Suspend();
        }

        if (!leg.IsExpectedToSend || !remote.IsSet)
        {
            leg.SilentSince = long.MaxValue;
        }
        else if ((isNew || !wasExpected) && (leg.Other is not null || leg.Heard))
        {
            leg.SilentSince = now;
        }

        if (changesSending)
        {
            leg.Output.Break();
        }

        if (remote.IsSet)
        {
            rtcpPath.Begin(leg, now);
        }
    }

    /// <summary>From now on the peer should speak: an answer may be its first occasion, so the learning window counts from here.</summary>
    public void ExpectAudio(LegStream leg, long now)
    {
        if (!leg.Receives)
        {
            return;
        }

        leg.SilentSince = leg.IsExpectedToSend ? now : long.MaxValue;
        if (!leg.Heard)
        {
            leg.Source.Reopen(now + _learningWindow);
        }
    }

    // The unspecified address is a hold of the old way (RFC 3264 8.4).
    private UdpAddress Address(IPEndPoint? endPoint) =>
        endPoint is null || endPoint.Address.Equals(IPAddress.Any) || endPoint.Address.Equals(IPAddress.IPv6Any)
            ? default
            : UdpAddress.From(endPoint, _mapsToIpv6);
}
