using System.Text.Json.Serialization;
using XHand.Site;

namespace XHand.Web.Api;

/// <summary>A route as the API shows it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Active">Off, it never matches.</param>
/// <param name="Direction">outbound or inbound.</param>
/// <param name="Pattern">Digits, X, Z, N, [789], [2-5] and a final ".".</param>
/// <param name="Order">Lower comes first.</param>
/// <param name="CheckClass">The caller's class of service is asked.</param>
/// <param name="Class">The class of its calls; left out when the number decides.</param>
/// <param name="Record">Records its calls.</param>
/// <param name="Trunks">Trunks in the order to try; of an inbound route those it is for, empty for any.</param>
/// <param name="Strip">Digits taken off the front.</param>
/// <param name="Prefix">Put before what is left.</param>
/// <param name="Suffix">Put behind it.</param>
/// <param name="FalseRingback">The caller hears ringback before the operator says that it rings.</param>
public sealed record RouteView(
    string Name,
    bool Active,
    string Direction,
    string Pattern,
    int Order,
    bool CheckClass,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Class,
    bool Record,
    IReadOnlyList<string> Trunks,
    int Strip,
    string Prefix,
    string Suffix,
    bool FalseRingback)
{
    internal static RouteView Of(Route r) => new(
        r.Name, r.Active, r.Direction.Name(), r.Pattern, r.Order, r.CheckClass, r.Class?.Name(), r.Record, r.Trunks, r.Strip, r.Prefix,
        r.Suffix, r.FalseRingback);
}

/// <summary>A route to be made or changed: a field left out takes its default.</summary>
public sealed record RouteBody(
    string Pattern,
    IReadOnlyList<string>? Trunks,
    bool? Active,
    string? Direction,
    int? Order,
    bool? CheckClass,
    string? Class,
    bool? Record,
    int? Strip,
    string? Prefix,
    string? Suffix,
    bool? FalseRingback);
