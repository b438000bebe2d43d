// One silo: one application of at most one replica, with two ports that no other application of the environment has.
import { probes } from 'probes.bicep'

param location string
param name string
param environmentId string
param identityId string
param registryServer string
param image string

@description('Number of this silo, from 0. From minSilos on it runs while the present demand needs it.')
param number int

param minSilos int

@minValue(1024)
@maxValue(65535)
param siloPort int

@minValue(1024)
@maxValue(65535)
param gatewayPort int

param settings { name: string, value: string }[]

@description('Names of secrets, where they are, and the settings that they are the values of.')
param secrets { name: string, uri: string, setting: string }[]

@description('Where the API answers how many silos are wanted.')
param scalingUrl string

@description('Where the key for that is.')
param scalingKeyUri string

var scaled = number >= minSilos

resource silo 'Microsoft.App/containerApps@2026-01-01' = {
  name: name
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 1
      registries: [{ server: registryServer, identity: identityId }]
      secrets: concat(
        map(secrets, secret => { name: secret.name, keyVaultUrl: secret.uri, identity: identityId }),
        scaled ? [{ name: 'scaling-key', keyVaultUrl: scalingKeyUri, identity: identityId }] : []
      )
      // External means: at the edge of the environment, which is an internal one.
      ingress: {
        external: true
        transport: 'tcp'
        targetPort: 11111
        exposedPort: siloPort
        additionalPortMappings: [{ external: true, targetPort: 30000, exposedPort: gatewayPort }]
      }
    }
    template: {
      // Longer than Shutdown:Timeout.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'silo'
          image: image
          resources: { cpu: json('1.0'), memory: '2Gi' }
          probes: probes
          env: concat(
            settings,
            [
              { name: 'Cluster__SiloName', value: name }
              { name: 'Cluster__SiloPort', value: string(siloPort) }
              { name: 'Cluster__GatewayPort', value: string(gatewayPort) }
              { name: 'Cluster__ListenSiloPort', value: '11111' }
              { name: 'Cluster__ListenGatewayPort', value: '30000' }
              { name: 'Shutdown__Timeout', value: '00:00:45' }
            ],
            map(secrets, secret => { name: secret.setting, secretRef: secret.name })
          )
        }
      ]
      scale: {
        minReplicas: scaled ? 0 : 1
        maxReplicas: 1
        // The decision has its own hysteresis; KEDA adds no more than it must.
        pollingInterval: 30
        cooldownPeriod: 300
        rules: scaled
          ? [
              {
                name: 'demand'
                custom: {
                  type: 'metrics-api'
                  metadata: {
                    url: '${scalingUrl}/${number}'
                    valueLocation: 'replicas'
                    targetValue: '1'
                    activationTargetValue: '0'
                    authMode: 'bearer'
                  }
                  auth: [{ secretRef: 'scaling-key', triggerParameter: 'token' }]
                }
              }
            ]
          : []
      }
    }
  }
}
