using XHand.Site;

namespace XHand.Dialplan;

/// <summary>Decides where a call goes, from the snapshot alone. Pure.</summary>
public static class RoutePlanner
{
    /// <summary>The plan for one call; never fails: an unknown company or caller is a refusal with its reason.</summary>
    public static RoutePlan Plan(SiteSnapshot site, PlanRequest request)
    {
        DialledNumber dialled = DialledNumber.Of(request.Dialled);
        PlanTrail trail = new(dialled);
        if (dialled.Defect is { } defect)
        {
            return dialled.Number.Length == 0
                ? trail.Refuse(CallClass.Internal, 484, Q850.InvalidFormat, "number", "The number is incomplete: nothing was dialled")
                : trail.Refuse(CallClass.Internal, 404, Q850.InvalidFormat, "number", $"{dialled.Number} {defect}");
        }

        if (!site.Companies.TryGetValue(request.Company, out CompanySite? company))
        {
            return trail.Refuse(CallClass.Internal, 403, Q850.Rejected, "company", "The caller's company does not exist");
        }

        string name = company.Company.Name;
        if (!company.Extensions.TryGetValue(request.From, out Extension? caller))
        {
            return trail.Refuse(
                CallClass.Internal, 403, Q850.Rejected, "caller", $"{PlanTrail.Short(request.From)} is no extension of company \"{name}\"");
        }

        trail.Note("caller", $"{Who(caller)} of company \"{name}\" calls");
        return Emergency(trail, dialled.Number) ?? Inside(trail, company, caller, dialled.Number) ?? Outside(trail, company, caller, dialled.Number);
    }

    /// <summary>The plan for a call that came over a trunk; never fails.</summary>
    public static RoutePlan PlanInbound(SiteSnapshot site, InboundRequest request)
    {
        PlanTrail trail = new(DialledNumber.Of(request.Did));
        return trail.Refuse(CallClass.Internal, 404, Q850.Unallocated, "redirect", $"No redirect takes {PlanTrail.Short(request.Did)}");
    }

    // Before everything else: whatever is configured, these numbers mean what the law says.
    private static RoutePlan? Emergency(PlanTrail trail, string number) => EmergencyNumbers.ServiceOf(number) is { } service
        ? trail.Note("emergency", $"{number} is an emergency number ({service}): no lock and no class of service applies")
            .Refuse(CallClass.Emergency, 503, Q850.NoCircuit, "route", $"There is no trunk to reach {number} by")
        : null;

    private static RoutePlan? Inside(PlanTrail trail, CompanySite company, Extension caller, string number)
    {
        if (company.Extensions.TryGetValue(number, out Extension? called))
        {
            return called.Number == caller.Number
                ? trail.Refuse(CallClass.Internal, 486, Q850.Busy, "extension", $"{number} calls itself, and so is busy")
                : trail.Go(CallClass.Internal, new ToExtension(called), "extension", $"{Who(called)} is an extension: its phones ring");
        }

        return company.Announcements.TryGetValue(number, out Announcement? announcement)
            ? trail.Go(
                CallClass.Internal,
                new ToAnnouncement(announcement),
                "announcement",
                $"{number} is announcement \"{announcement.Name}\": prompt \"{announcement.Prompt}\" in {announcement.Language}")
            : null;
    }

    private static RoutePlan Outside(PlanTrail trail, CompanySite company, Extension caller, string number)
    {
        if (NumberRules.CodeOf(number) is { } does)
        {
            return trail.Refuse(CallClass.Internal, 404, Q850.Unallocated, "code", $"{number} is a code that {does}, which this version cannot do yet");
        }

        if (number.StartsWith('*'))
        {
            return trail.Refuse(CallClass.Internal, 404, Q850.Unallocated, "code", $"{number} is no code that this version knows");
        }

        if (BrazilianNumbers.ClassOf(number) is not { } callClass)
        {
            return trail.Refuse(
                CallClass.Internal,
                404,
                Q850.Unallocated,
                "number",
                $"{number} is no number of company \"{company.Company.Name}\", and has no outside number's form");
        }

        trail.Note("class", $"{number} is an outside number of class {callClass.Name()}");
        return caller.ClassOfService.Contains(callClass)
            ? trail.Note("classOfService", $"{caller.Number} may make calls of class {callClass.Name()}")
                .Refuse(callClass, 404, Q850.NoRoute, "route", $"No route leads to {number}: there are no trunks")
            : trail.Refuse(callClass, 403, Q850.Rejected, "classOfService", $"{caller.Number} may not make calls of class {callClass.Name()}");
    }

    private static string Who(Extension extension) => extension.Name.Length == 0 ? extension.Number : $"{extension.Number} ({extension.Name})";
}
