using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atmosphere.Recognition.Tests.AzureSdk;

public sealed class AzureSdkOptionsTests
{
    [Theory]
    [InlineData("https://my-faces.cognitiveservices.azure.com/", null, RecognitionClientKind.AzureSdk)]
    [InlineData("https://my-faces.cognitiveservices.azure.com/", RecognitionClientKind.BuiltIn, RecognitionClientKind.BuiltIn)]
    [InlineData("http://127.0.0.1:5005/", null, RecognitionClientKind.BuiltIn)]
    [InlineData("http://127.0.0.1:5005/", RecognitionClientKind.AzureSdk, RecognitionClientKind.AzureSdk)]
    [InlineData("", null, RecognitionClientKind.BuiltIn)]
    public void Azure_is_asked_by_its_own_SDK_and_the_face_service_by_our_client(string endpoint, RecognitionClientKind? chosen, RecognitionClientKind client) =>
        new RecognitionOptions { Endpoint = endpoint, Client = chosen }.EffectiveClient.ShouldBe(client);

    [Fact]
    public void Without_a_key_Entra_ID_is_asked() =>
        Validate(new RecognitionOptions { Endpoint = "https://my-faces.cognitiveservices.azure.com/" }).ShouldBeEmpty();

    [Theory]
    [InlineData("https://my-faces.cognitiveservices.azure.com/", RecognitionClientKind.BuiltIn)]
    [InlineData("http://127.0.0.1:5005/", RecognitionClientKind.AzureSdk)]
    public void Our_own_client_needs_the_key_and_so_does_http(string endpoint, RecognitionClientKind client) =>
        Validate(new RecognitionOptions { Endpoint = endpoint, Client = client }).ShouldHaveSingleItem().ShouldStartWith("Recognition:Key");

    [Fact]
    public void The_SDK_without_an_endpoint_is_refused() =>
        Validate(new RecognitionOptions { Client = RecognitionClientKind.AzureSdk }).ShouldHaveSingleItem().ShouldStartWith("Recognition:Client is AzureSdk, but");

    [Fact]
    public async Task The_application_reaches_for_Azure_through_the_SDK()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Recognition:Endpoint"] = "https://127.0.0.1:9/", // nobody listens there
            ["Recognition:Key"] = FakeFaceApi.Key,
        });
        builder.Services.AddRecognition(builder.Configuration, Path.GetTempPath());
        using var host = builder.Build();

        var outcome = await host.Services.GetRequiredService<IRecogniser>().GetTrainingAsync(TestContext.Current.CancellationToken);

        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Unavailable, "unreachable"));
    }

    private static IEnumerable<string> Validate(RecognitionOptions options) => new RecognitionOptionsValidator().Validate(null, options).Failures ?? [];
}
