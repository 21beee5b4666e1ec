using XHand.Site;

namespace XHand.Web.Api;

/// <summary>An extension as the API shows it; never its password.</summary>
/// <param name="Number">Number.</param>
/// <param name="Name">Name.</param>
/// <param name="HasPassword">Whether phones may register; read only.</param>
/// <param name="ClassOfService">Classes of calls it may make besides internal and emergency.</param>
/// <param name="PickupGroups">Groups it belongs to.</param>
/// <param name="CanPickup">Groups it may pick up from.</param>
/// <param name="Record">Records its calls.</param>
/// <param name="Digest">md5 or sha256: what its phones are offered first.</param>
/// <param name="MaxRegistrations">Phones that may be registered at once.</param>
/// <param name="MaxCalls">Simultaneous calls.</param>
/// <param name="RingSeconds">Seconds it rings.</param>
public sealed record ExtensionView(
    string Number,
    string Name,
    bool HasPassword,
    IReadOnlyList<string> ClassOfService,
    IReadOnlyList<string> PickupGroups,
    IReadOnlyList<string> CanPickup,
    bool Record,
    string Digest,
    int MaxRegistrations,
    int MaxCalls,
    int RingSeconds)
{
    internal static ExtensionView Of(Extension extension) => new(
        extension.Number,
        extension.Name,
        extension.Md5Ha1 is not null || extension.Sha256Ha1 is not null,
        [.. extension.ClassOfService.Order().Select(CallClassNames.Name)],
        extension.PickupGroups,
        extension.CanPickup,
        extension.Record,
        extension.OfferSha256 ? "sha256" : "md5",
        extension.MaxRegistrations,
        extension.MaxCalls,
        extension.RingSeconds);
}

/// <summary>An extension to be made or changed: a field left out takes its default, a password left out stays.</summary>
public sealed record ExtensionBody(
    string? Password,
    string? Name,
    IReadOnlyList<string>? ClassOfService,
    IReadOnlyList<string>? PickupGroups,
    IReadOnlyList<string>? CanPickup,
    bool? Record,
    string? Digest,
    int? MaxRegistrations,
    int? MaxCalls,
    int? RingSeconds);
