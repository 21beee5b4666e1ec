using System.Text.Json.Serialization;
using XHand.Site;

namespace XHand.Web.Api;

/// <summary>A redirect as the API shows it.</summary>
/// <param name="Did">The digits that a called number ends with.</param>
/// <param name="Name">Free name to find it by.</param>
/// <param name="Tag">Mark on its calls; empty for none.</param>
/// <param name="Destination">Where its calls go.</param>
public sealed record RedirectView(string Did, string Name, string Tag, DestinationView Destination)
{
    internal static RedirectView Of(Redirect redirect) =>
        new(redirect.Did, redirect.Name, redirect.Tag, DestinationView.Of(redirect.Destination));
}

/// <summary>A redirect to be made or changed: a field left out takes its default.</summary>
public sealed record RedirectBody(DestinationView Destination, string? Name, string? Tag);

/// <summary>Where a call goes: an object with one of these keys.</summary>
/// <param name="Extension">An extension's number.</param>
/// <param name="Announcement">An announcement's number.</param>
/// <param name="Busy">true: busy.</param>
/// <param name="Hangup">true: the call ends.</param>
public sealed record DestinationView(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Extension,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Announcement,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Busy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Hangup)
{
    internal static DestinationView Of(Destination destination) => destination.Kind switch
    {
        DestinationKind.Extension => new(destination.Target, null, null, null),
        DestinationKind.Announcement => new(null, destination.Target, null, null),
        DestinationKind.Busy => new(null, null, true, null),
        _ => new(null, null, null, true),
    };
}
