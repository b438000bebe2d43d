using Atmosphere.Recognition.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Atmosphere.Recognition.Tests;

public sealed class RecognitionOptionsTests
{
    private const string Azure = "https://my-faces.cognitiveservices.azure.com/";

    [Theory]
    [InlineData("", "", "atmosphere", 10)]
    [InlineData(Azure, "k", "atmosphere", 1)]
    [InlineData("http://127.0.0.1:5005", "k", "faces_2-b", 60)]
    [InlineData("http://localhost:5005/", "k", "a", 10)]
    [InlineData("https://gateway.example/prefix", "k", "a", 10)]
    public void What_can_work_is_accepted(string endpoint, string key, string gallery, int seconds) =>
        Validate(endpoint, key, gallery, seconds).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData("http://faces.internal:5005/", true)]
    [InlineData("http://faces.internal:5005/", false)]
    [InlineData("ftp://faces.internal/", true)]
    public void Http_to_another_machine_has_to_be_asked_for(string endpoint, bool allowed)
    {
        var checkedOptions = new RecognitionOptionsValidator().Validate(null, new RecognitionOptions { Endpoint = endpoint, Key = "k", AllowHttp = allowed });

        if (allowed && endpoint.StartsWith("http:", StringComparison.Ordinal)) checkedOptions.Succeeded.ShouldBeTrue();
        else checkedOptions.Failures.ShouldNotBeNull().ShouldHaveSingleItem().ShouldContain("Recognition:AllowHttp=true");
    }

    [Theory]
    [InlineData("faces", "k", "a", 10, "Recognition:Endpoint")]
    [InlineData("http://faces.example/", "k", "a", 10, "Recognition:Endpoint")]
    [InlineData("ftp://127.0.0.1/", "k", "a", 10, "Recognition:Endpoint")]
    [InlineData("https://user:secret-key@faces.example/", "k", "a", 10, "Recognition:Endpoint")]
    [InlineData("https://faces.example/?key=secret-key", "k", "a", 10, "Recognition:Endpoint")]
    [InlineData("https://faces.example/face/v1.2", "k", "a", 10, "Recognition:Endpoint")]
    [InlineData("http://127.0.0.1:5005", "", "a", 10, "Recognition:Key")]
    [InlineData(Azure, "secret-key\n", "a", 10, "Recognition:Key")]
    [InlineData(Azure, "k", "", 10, "Recognition:Gallery")]
    [InlineData(Azure, "k", "Faces", 10, "Recognition:Gallery")]
    [InlineData(Azure, "k", "../a", 10, "Recognition:Gallery")]
    [InlineData(Azure, "k", "a\n", 10, "Recognition:Gallery")]
    [InlineData(Azure, "k", "a", 0, "Recognition:Timeout")]
    [InlineData(Azure, "k", "a", 61, "Recognition:Timeout")]
    public void What_cannot_work_is_refused_by_name_with_an_example_and_without_the_secret(string endpoint, string key, string gallery, int seconds, string setting)
    {
        var failure = Validate(endpoint, key, gallery, seconds).Failures.ShouldNotBeNull().ShouldHaveSingleItem();

        failure.ShouldStartWith(setting);
        failure.ShouldContain("Example: ");
        failure.ShouldNotContain("secret-key");
    }

    [Theory]
    [InlineData("FaceService:NodePath", "/nowhere/node")]
    [InlineData("FaceService:Folder", "/nowhere")]
    [InlineData("FaceService:Timeout", "01:00:00")]
    [InlineData("Recognition:Gallery", "Faces!")]
    [InlineData("Recognition:Client", "7")]
    public async Task A_bad_setting_stops_the_start(string setting, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [setting] = value });
        builder.Services.AddRecognition(builder.Configuration, Path.GetTempPath());
        using var host = builder.Build();

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        refused.Message.ShouldContain(setting);
        host.Services.GetRequiredService<FaceServiceStatus>().Current.Phase.ShouldBe(FaceServicePhase.Stopped);
    }

    private static ValidateOptionsResult Validate(string endpoint, string key, string gallery, int seconds) => new RecognitionOptionsValidator().Validate(
        null, new RecognitionOptions { Endpoint = endpoint, Key = key, Gallery = gallery, Timeout = TimeSpan.FromSeconds(seconds) });
}
