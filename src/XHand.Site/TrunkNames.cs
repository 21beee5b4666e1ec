namespace XHand.Site;

/// <summary>How what trunks and routes have to choose from is spelled in the site file and the API.</summary>
public static class TrunkNames
{
    /// <summary>The spelling: "address" or "credentials".</summary>
    public static string Name(this TrunkIdentity identity) => identity == TrunkIdentity.Credentials ? "credentials" : "address";

    /// <summary>The spelling: "outbound" or "inbound".</summary>
    public static string Name(this RouteDirection direction) => direction == RouteDirection.Inbound ? "inbound" : "outbound";

    /// <summary>What "credentials" means; anything else is by address.</summary>
    public static TrunkIdentity Identity(string name) => name == "credentials" ? TrunkIdentity.Credentials : TrunkIdentity.Address;

    /// <summary>What "inbound" means; anything else is outbound.</summary>
    public static RouteDirection Direction(string name) => name == "inbound" ? RouteDirection.Inbound : RouteDirection.Outbound;
}
