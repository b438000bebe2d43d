using System.Net;
using Atmosphere.Grains.Ports;
using Atmosphere.Recognition.FaceApi;
using Atmosphere.Recognition.Tests.Fakes;
using Azure.Core;
using Azure.Identity;

namespace Atmosphere.Recognition.Tests.AzureSdk;

/// <summary>Without a key, a token of Entra ID goes along.</summary>
public sealed class EntraIdTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_is_for_Cognitive_Services_and_no_key_goes_along()
    {
        using var azure = new Recorder();
        var identity = new Identity(new AccessToken("a-token", DateTimeOffset.MaxValue));

        (await Connect(identity, azure).GetTrainingAsync(Token)).IsDone.ShouldBeTrue();

        identity.Scopes.ShouldBe(["https://cognitiveservices.azure.com/.default"]);
        var request = azure.Requests.ShouldHaveSingleItem();
        request.Headers.Authorization!.ToString().ShouldBe("Bearer a-token");
        request.Headers.Contains(FaceHttp.KeyHeader).ShouldBeFalse();
        request.RequestUri!.AbsoluteUri.ShouldBe("https://my-faces.cognitiveservices.azure.com/face/v1.2/largepersongroups/atmosphere/training");
    }

    [Fact]
    public async Task No_token_is_an_operators_matter_and_nothing_is_sent()
    {
        using var azure = new Recorder();

        var outcome = await Connect(new Identity(token: null), azure).DetectAsync(FakePicture.Of(), Token);

        (outcome.Kind, outcome.Code).ShouldBe((OutcomeKind.Misconfigured, "no-token"));
        azure.Requests.ShouldBeEmpty();
    }

    private static FaceApiClient Connect(TokenCredential identity, Recorder azure)
    {
        var options = new RecognitionOptions { Endpoint = "https://my-faces.cognitiveservices.azure.com/", Gallery = FakeFaceApi.Gallery };
        return new FaceApiClient(AzureSdkClient.Create(options, identity, new HttpClient(azure, disposeHandler: false), TimeProvider.System, new ListLogger<FaceHttp>()));
    }

    private sealed class Identity(AccessToken? token) : TokenCredential
    {
        public string[] Scopes { get; private set; } = [];

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes = requestContext.Scopes;
            return token is { } value ? ValueTask.FromResult(value) : throw new AuthenticationFailedException("Nobody is signed in.");
        }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Tokens are asked for asynchronously only.");
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public List<HttpRequestMessage> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"status":"running","createdDateTime":"2026-03-02T03:00:00Z"}""") });
        }
    }
}
