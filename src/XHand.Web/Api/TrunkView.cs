using XHand.Site;

namespace XHand.Web.Api;

/// <summary>A trunk as the API shows it; never its password.</summary>
/// <param name="Name">Name.</param>
/// <param name="Enabled">Off, it takes and makes no calls.</param>
/// <param name="Host">Host name or address of the operator.</param>
/// <param name="Port">Its port.</param>
/// <param name="Transport">udp, tcp or tls.</param>
/// <param name="Register">Sends REGISTER.</param>
/// <param name="RegisterSeconds">Lifetime that REGISTER asks for.</param>
/// <param name="Login">User name for digest and registration.</param>
/// <param name="HasPassword">Whether a password is kept; read only.</param>
/// <param name="FromDomain">Host part of From; empty for the host.</param>
/// <param name="IdentifyBy">address or credentials: how calls that come in are known to be the trunk's.</param>
/// <param name="Addresses">Further addresses and networks that its calls come from.</param>
/// <param name="MaxCalls">Simultaneous calls both ways together; 0 for no limit.</param>
/// <param name="CallerId">Number shown instead of the extension's; empty keeps the extension's.</param>
/// <param name="Nat">The operator sees us behind NAT.</param>
/// <param name="Codecs">Codecs in the order of preference.</param>
/// <param name="TimeoutSeconds">Seconds without any answer after which the next choice is tried.</param>
/// <param name="CheckSeconds">Seconds between checks with OPTIONS; 0 for none.</param>
public sealed record TrunkView(
    string Name,
    bool Enabled,
    string Host,
    int Port,
    string Transport,
    bool Register,
    int RegisterSeconds,
    string Login,
    bool HasPassword,
    string FromDomain,
    string IdentifyBy,
    IReadOnlyList<string> Addresses,
    int MaxCalls,
    string CallerId,
    bool Nat,
    IReadOnlyList<string> Codecs,
    int TimeoutSeconds,
    int CheckSeconds)
{
    internal static TrunkView Of(Trunk t) => new(
        t.Name, t.Enabled, t.Host, t.Port, t.Transport, t.Register, t.RegisterSeconds, t.Login, t.Password is not null, t.FromDomain,
        t.IdentifyBy.Name(), t.Addresses, t.MaxCalls, t.CallerId, t.Nat, t.Codecs, t.TimeoutSeconds, t.CheckSeconds);
}

/// <summary>A trunk to be made or changed: a field left out takes its default, a password left out stays, an empty one goes.</summary>
public sealed record TrunkBody(
    string Host,
    bool? Enabled,
    int? Port,
    string? Transport,
    bool? Register,
    int? RegisterSeconds,
    string? Login,
    string? Password,
    string? FromDomain,
    string? IdentifyBy,
    IReadOnlyList<string>? Addresses,
    int? MaxCalls,
    string? CallerId,
    bool? Nat,
    IReadOnlyList<string>? Codecs,
    int? TimeoutSeconds,
    int? CheckSeconds);
