using XHand.Web.Access;

namespace XHand.Web.Live;

/// <summary>Those for whom a list is the same.</summary>
/// <param name="Company">The one company that exists for them.</param>
/// <param name="SeesSystem">They may see the system's state, which is no company's.</param>
internal readonly record struct LiveAudience(Guid Company, bool SeesSystem)
{
    /// <summary>Whom the caller belongs to.</summary>
    public static LiveAudience Of(Caller caller) => new(caller.Company, caller.May(Permissions.SystemView));
}
