using XHand.Site;

namespace XHand.Dialplan.Tests;

/// <summary>What is dialled in Brazil: class with and without the company's area code 21, route, and the number as the operator gets it.</summary>
public sealed class DialledStringsTests
{
    private static readonly SiteSnapshot _rio = OutsideSite.Of("21");
    private static readonly SiteSnapshot _nowhere = OutsideSite.Of(null);

    [Theory]
    // Subscribers of the own area.
    [InlineData("36521777", CallClass.Local, CallClass.Local, "Local", "36521777")]
    [InlineData("36521777#", CallClass.Local, CallClass.Local, "Local", "36521777")]
    [InlineData("3652-1777", CallClass.Local, CallClass.Local, "Local", "36521777")]
    [InlineData("25551234", CallClass.Local, CallClass.Local, "Local", "25551234")]
    [InlineData("57001234", CallClass.Local, CallClass.Local, "Local", "57001234")]
    [InlineData("40041234", CallClass.Local, CallClass.Local, "Local", "40041234")]
    [InlineData("30031234", CallClass.Local, CallClass.Local, "Local", "30031234")]
    [InlineData("61234567", CallClass.LocalMobile, CallClass.LocalMobile, "Celular antigo", "61234567")]
    [InlineData("71234567", CallClass.LocalMobile, CallClass.LocalMobile, "Celular antigo", "71234567")]
    [InlineData("81234567", CallClass.LocalMobile, CallClass.LocalMobile, "Celular antigo", "81234567")]
    [InlineData("98765432", CallClass.LocalMobile, CallClass.LocalMobile, "Celular antigo", "98765432")]
    [InlineData("912345678", CallClass.LocalMobile, CallClass.LocalMobile, "Celular", "912345678")]
    [InlineData("987654321#", CallClass.LocalMobile, CallClass.LocalMobile, "Celular", "987654321")]
    // 0, area code, number.
    [InlineData("02136521777", CallClass.Local, CallClass.LongDistance, "DDD", "02136521777")]
    [InlineData("01136521777", CallClass.LongDistance, CallClass.LongDistance, "DDD", "01136521777")]
    [InlineData("02198765432", CallClass.LocalMobile, CallClass.LongDistanceMobile, "DDD", "02198765432")]
    [InlineData("021987654321", CallClass.LocalMobile, CallClass.LongDistanceMobile, "DDD celular", "021987654321")]
    [InlineData("011987654321", CallClass.LongDistanceMobile, CallClass.LongDistanceMobile, "DDD celular", "011987654321")]
    // 0, carrier, area code, number.
    [InlineData("0152136521777#", CallClass.Local, CallClass.LongDistance, "DDD por operadora", "02136521777")]
    [InlineData("0212136521777", CallClass.Local, CallClass.LongDistance, "DDD por operadora", "02136521777")]
    [InlineData("0151136521777", CallClass.LongDistance, CallClass.LongDistance, "DDD por operadora", "01136521777")]
    [InlineData("0311136521777", CallClass.LongDistance, CallClass.LongDistance, "DDD por operadora", "01136521777")]
    [InlineData("0411136521777", CallClass.LongDistance, CallClass.LongDistance, "DDD por operadora", "01136521777")]
    [InlineData("0471136521777", CallClass.LongDistance, CallClass.LongDistance, "DDD por operadora", "01136521777")]
    [InlineData("0151198765432", CallClass.LongDistanceMobile, CallClass.LongDistanceMobile, "DDD por operadora", "01198765432")]
    [InlineData("01521987654321", CallClass.LocalMobile, CallClass.LongDistanceMobile, "DDD celular por operadora", "021987654321")]
    [InlineData("01511987654321", CallClass.LongDistanceMobile, CallClass.LongDistanceMobile, "DDD celular por operadora", "011987654321")]
    [InlineData("03111987654321", CallClass.LongDistanceMobile, CallClass.LongDistanceMobile, "DDD celular por operadora", "011987654321")]
    // Area code and number without a 0, as address books have them.
    [InlineData("2136521777", CallClass.Local, CallClass.LongDistance, "Default", "2136521777")]
    [InlineData("1136521777", CallClass.LongDistance, CallClass.LongDistance, "Default", "1136521777")]
    [InlineData("(11) 98765-4321", CallClass.LongDistanceMobile, CallClass.LongDistanceMobile, "Default", "11987654321")]
    [InlineData("21987654321", CallClass.LocalMobile, CallClass.LongDistanceMobile, "Default", "21987654321")]
    [InlineData("2332345678", CallClass.LongDistance, CallClass.LongDistance, "Default", "2332345678")]
    // Abroad.
    [InlineData("00151100888 9999#", CallClass.International, CallClass.International, "DDI", "001511008889999")]
    [InlineData("0021351210000000", CallClass.International, CallClass.International, "DDI", "0021351210000000")]
    [InlineData("0015541155551234", CallClass.International, CallClass.International, "DDI", "0015541155551234")]
    [InlineData("+351210000000", CallClass.International, CallClass.International, "DDI", "00351210000000")]
    [InlineData("+1 (212) 555-1234", CallClass.International, CallClass.International, "DDI", "0012125551234")]
    // Of no area.
    [InlineData("08001234567", CallClass.Local, CallClass.Local, "Gratuito", "08001234567")]
    [InlineData("0800 123 456", CallClass.Local, CallClass.Local, "Gratuito", "0800123456")]
    [InlineData("03001234567", CallClass.LongDistance, CallClass.LongDistance, "DDD", "03001234567")]
    [InlineData("0300123456", CallClass.LongDistance, CallClass.LongDistance, "Default", "0300123456")]
    [InlineData("03031234567", CallClass.LongDistance, CallClass.LongDistance, "DDD", "03031234567")]
    [InlineData("03041234567", CallClass.LongDistance, CallClass.LongDistance, "DDD", "03041234567")]
    [InlineData("05001234567", CallClass.LongDistance, CallClass.LongDistance, "DDD", "05001234567")]
    [InlineData("09001234567", CallClass.LongDistance, CallClass.LongDistance, "DDD", "09001234567")]
    // Collect.
    [InlineData("909036521777", CallClass.Local, CallClass.Local, "A cobrar", "909036521777")]
    [InlineData("9090987654321", CallClass.LocalMobile, CallClass.LocalMobile, "A cobrar", "9090987654321")]
    [InlineData("90152136521777", CallClass.Local, CallClass.LongDistance, "A cobrar", "90152136521777")]
    [InlineData("90151136521777", CallClass.LongDistance, CallClass.LongDistance, "A cobrar", "90151136521777")]
    [InlineData("901511987654321", CallClass.LongDistanceMobile, CallClass.LongDistanceMobile, "A cobrar", "901511987654321")]
    // Public services and the carriers' own.
    [InlineData("100", CallClass.Local, CallClass.Local, "Serviços", "100")]
    [InlineData("136", CallClass.Local, CallClass.Local, "Serviços", "136")]
    [InlineData("156#", CallClass.Local, CallClass.Local, "Serviços", "156")]
    [InlineData("180", CallClass.Local, CallClass.Local, "Serviços", "180")]
    [InlineData("188", CallClass.Local, CallClass.Local, "Serviços", "188")]
    [InlineData("10315", CallClass.Local, CallClass.Local, "Default", "10315")]
    [InlineData("10621", CallClass.Local, CallClass.Local, "Default", "10621")]
    [InlineData("1052", CallClass.Local, CallClass.Local, "Default", "1052")]
    // Emergency.
    [InlineData("190", CallClass.Emergency, CallClass.Emergency, "Serviços", "190")]
    [InlineData("192#", CallClass.Emergency, CallClass.Emergency, "Serviços", "192")]
    [InlineData("193", CallClass.Emergency, CallClass.Emergency, "Serviços", "193")]
    [InlineData("199", CallClass.Emergency, CallClass.Emergency, "Serviços", "199")]
    [InlineData("112", CallClass.Emergency, CallClass.Emergency, "Serviços", "112")]
    [InlineData("911", CallClass.Emergency, CallClass.Emergency, "Default", "911")]
    [InlineData("+55190", CallClass.Emergency, CallClass.Emergency, "Serviços", "190")]
    public void A_dialled_string_has_its_class_and_its_route(string dialled, CallClass inRio, CallClass nowhere, string route, string sent)
    {
        RoutePlan plan = OutsideSite.Dial(_rio, dialled);
        Assert.Equal(inRio, plan.Class);
        Assert.Equal(nowhere, OutsideSite.Dial(_nowhere, dialled).Class);
        TrunkChoice first = Assert.IsType<ToTrunks>(plan.Destination).Choices[0];
        Assert.Equal((route, sent, "operadora"), (first.Route.Name, first.Number, first.Trunk.Name));
        Assert.Equal(sent, Assert.IsType<ToTrunks>(OutsideSite.Dial(_nowhere, dialled).Destination).Choices[0].Number);
    }

    [Theory]
    [InlineData("", 484)]
    [InlineData("#", 484)]
    [InlineData("+", 404)]
    [InlineData("0", 404)]
    [InlineData("00", 404)]
    [InlineData("0015", 404)]
    [InlineData("012345", 404)]
    [InlineData("0102136521", 404)]
    [InlineData("1702", 404)]
    [InlineData("12345", 404)]
    [InlineData("10000000", 404)]
    [InlineData("812345678", 404)]
    [InlineData("2012345678", 404)]
    [InlineData("9090", 404)]
    [InlineData("90901", 404)]
    [InlineData("06001234567", 404)]
    [InlineData("36521*77", 404)]
    [InlineData("3652#1777", 404)]
    [InlineData("ana", 404)]
    [InlineData("+551", 404)]
    [InlineData("+55", 404)]
    [InlineData("700", 404)]
    [InlineData("*33", 404)]
    [InlineData("123456789012345678901234567890", 404)]
    [InlineData("00123456789012345678901234567890", 404)]
    public void What_has_no_form_of_a_number_goes_out_by_no_route_that_asks_for_a_class(string dialled, int status) =>
        Assert.Equal(status, Assert.IsType<ToRefusal>(OutsideSite.Dial(_rio, dialled).Destination).SipStatus);

    [Theory]
    [InlineData("+552136521777", "36521777", "02136521777")]
    [InlineData("+5521987654321", "987654321", "021987654321")]
    [InlineData("+551136521777", "01136521777", "01136521777")]
    [InlineData("+5540041234", "40041234", "40041234")]
    [InlineData("+558001234567", "08001234567", "08001234567")]
    [InlineData("+55190", "190", "190")]
    [InlineData("+351210000000", "00351210000000", "00351210000000")]
    [InlineData("+55", "+55", "+55")]
    [InlineData("+1234", "+1234", "+1234")]
    [InlineData("36521777", "36521777", "36521777")]
    public void International_form_becomes_what_is_dialled_here(string number, string inRio, string nowhere)
    {
        Assert.Equal(inRio, BrazilianNumbers.Domestic(number, "21"));
        Assert.Equal(nowhere, BrazilianNumbers.Domestic(number, null));
    }

    [Theory]
    [InlineData("+552136521777", "36521777")]
    [InlineData("552136521777", "36521777")]
    [InlineData("2136521777", "36521777")]
    [InlineData("11987654321", "011987654321")]
    [InlineData("+5511987654321", "011987654321")]
    [InlineData("36521777", "36521777")]
    [InlineData("+351210000000", "00351210000000")]
    [InlineData("1702", "1702")]
    [InlineData("anonymous", "")]
    [InlineData("Anonymous", "")]
    [InlineData("", "")]
    [InlineData("ana.b<script>", "ana.bscript")]
    public void A_caller_s_number_is_shown_so_that_it_can_be_dialled_back(string from, string shown) =>
        Assert.Equal(shown, BrazilianNumbers.CallerShown(from, "21"));
}
